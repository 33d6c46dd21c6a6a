import type { ScanType, Target } from '@securescan/model';
import type { Clock } from '../ports/clock.ts';
import type { Logger } from '../ports/logger.ts';
import type { SourceTree } from '../ports/source-tree.ts';
import type { GitReader } from '../ports/git.ts';
import type { HttpClient } from '../ports/http.ts';
import type { HostProbe } from '../ports/host-probe.ts';
import type { ToolRun, ToolRunOptions, ToolStatus } from './tool.ts';

/** Settings that single scanners read; everything has a default. */
export interface ScannerOptions {
  /** Absolute paths of semgrep rule files or directories, or registry names (`p/ci`); empty for the default. */
  readonly semgrepRules: readonly string[];
  /** Probe this machine although the target is a directory. */
  readonly baselineHostProbes: boolean;
  readonly nmapExtraArgs: readonly string[];
  /** The only hosts that nmap may be sent to: names, `*.example.test`, addresses, networks. Absent: any that is named. */
  readonly nmapTargets?: readonly string[];
  readonly dastTimeoutMs: number;
  readonly zap: {
    readonly address: string;
    readonly apiKey: string;
    /** Crawl and judge what is seen, send no attacks. Default false. */
    readonly passiveOnly?: boolean;
  };
  /** Default: known vulnerabilities only, with an up-to-date database. */
  readonly trivy?: {
    readonly scanners?: readonly ('vuln' | 'misconfig' | 'secret' | 'license')[];
    readonly skipDbUpdate?: boolean;
    /** Neither database updates nor questions to package registries. */
    readonly offline?: boolean;
  };
  /** Absolute paths of folders or files of controls for `waf`; absent: those that ship with the product. */
  readonly wafControls?: readonly string[];
  readonly licences: { readonly allow: readonly string[]; readonly deny: readonly string[] };
  /**
   * Let pip-licenses run the Python of a virtual environment in the target. Default false. Never taken from a file of the
   * target, since whoever wrote the one may have written the other.
   */
  readonly runTargetPython?: boolean;
}

export const DEFAULT_SCANNER_OPTIONS: ScannerOptions = {
  semgrepRules: [],
  baselineHostProbes: false,
  nmapExtraArgs: [],
  dastTimeoutMs: 120_000,
  zap: { address: 'http://127.0.0.1:8090', apiKey: '' },
  licences: { allow: [], deny: [] },
};

/** Everything a scanner may touch. It has no other way to the world. */
export interface ScannerContext {
  readonly target: Target;
  readonly scanTypes: readonly ScanType[];
  readonly options: ScannerOptions;
  readonly signal: AbortSignal;
  readonly log: Logger;
  readonly clock: Clock;
  readonly tree: SourceTree;
  readonly git: GitReader;
  readonly http: HttpClient;
  readonly host: HostProbe;
  /** State of the scanner's `tool` or `optionalTool`; null when it has or uses neither. */
  readonly toolStatus: ToolStatus | null;
  /**
   * Runs the scanner's tool: argument array, allow-listed environment, own process group, limits on time and output.
   * @throws SecureScanError E_TOOL_START, E_TOOL_TIMEOUT, E_TOOL_EXIT (code not in `okExitCodes`), E_TOOL_OUTPUT, E_CANCELLED
   */
  runTool(args: readonly string[], options?: ToolRunOptions): Promise<ToolRun>;
  /** Makes a directory that is removed when the scan ends; for reports that a tool only writes to files. */
  makeTempDir(): Promise<string>;
}
