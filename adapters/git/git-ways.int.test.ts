import { describeGitWay } from "#test/contracts/git-host.ts";
import { startHttpWay, startSshWay } from "#test/git-ways.ts";

describeGitWay("http", (root) => startHttpWay(root, false));
describeGitWay("https with an authority of its own", (root) => startHttpWay(root, true));
describeGitWay("ssh", (root) => startSshWay(root, true));
describeGitWay("ssh of a host without protocol 2", (root) => startSshWay(root, false));
