/** How `securescan tools install` gets a tool into its private directory. */
export type ToolDistribution =
  | {
      readonly kind: 'pypi';
      readonly package: string;
      readonly version: string;
      /** File in `scanners/locks/` with every dependency pinned by version and hash (`pip install --require-hashes`). */
      readonly lockFile: string;
    }
  | { readonly kind: 'go'; readonly module: string; readonly version: string }
  /** Only a person or the system's package manager can install it. */
  | { readonly kind: 'manual' };

/** An external program that a scanner needs. */
export interface ToolSpec {
  /** Name of the executable, without an extension. */
  readonly command: string;
  readonly versionArgs: readonly string[];
  /** Finds the version in the output of `versionArgs`; null when it is not there. */
  parseVersion(output: string): string | null;
  /** How to get it, per platform; `default` always. */
  readonly installHint: {
    readonly default: string;
    readonly linux?: string;
    readonly darwin?: string;
    readonly win32?: string;
  };
  readonly distribution: ToolDistribution;
}

/** A tool that was found, and whether it works. */
export type ToolStatus =
  | {
      readonly state: 'ready';
      readonly path: string;
      readonly version: string | null;
      readonly source: 'path' | 'private' | 'configured';
    }
  | { readonly state: 'missing' }
  /** The file exists, but its version command failed. */
  | { readonly state: 'broken'; readonly path: string; readonly message: string };

export interface ToolRunOptions {
  /** Exit codes that are not errors; default [0]. */
  readonly okExitCodes?: readonly number[];
  /** Working directory; default the target's root (a temporary directory for url and host targets). */
  readonly cwd?: string;
  /** Time limit; default the scan's limit per scanner (300 s). */
  readonly timeoutMs?: number;
  /** Limit on stdout; default 256 MiB. More is `E_TOOL_OUTPUT`. */
  readonly maxOutputBytes?: number;
  /** Additions to the allow-listed environment. */
  readonly env?: Readonly<Record<string, string>>;
  readonly stdin?: string;
  /** Absolute paths beyond the source that the tool reads, such as rule files; `--jail` keeps them visible. */
  readonly readable?: readonly string[];
  /** Whether the tool needs the network; without it `--jail` cuts it off. */
  readonly network?: boolean;
}

export interface ToolRun {
  readonly exitCode: number;
  readonly stdout: string;
  /** At most the last 64 KiB. */
  readonly stderr: string;
  readonly durationMs: number;
}
