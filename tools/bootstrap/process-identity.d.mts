export declare function processIdentity(pid: number): string | null;
export declare function isRunning(identity: string): boolean;
