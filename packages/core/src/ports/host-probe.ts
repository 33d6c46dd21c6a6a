/** Permission bits and owner of a path. */
export interface ProbeStat {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly isFile: boolean;
  readonly isDirectory: boolean;
  readonly isSymbolicLink: boolean;
}

/** Looks at the machine (or a root file system in a directory) for the `baseline` scanner. Absent things are null. */
export interface HostProbe {
  readonly platform: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly homeDirectory: string;
  readText(absolutePath: string): Promise<string | null>;
  stat(absolutePath: string): Promise<ProbeStat | null>;
  listDirectory(absolutePath: string): Promise<readonly string[]>;
  /** Standard output of a system command, or null when it is missing, fails or takes over `timeoutMs`. */
  run(command: string, args: readonly string[], timeoutMs: number): Promise<string | null>;
}
