export declare function lockHolder(path: string): string | null;
export declare function tryLock(path: string): (() => void) | null;
