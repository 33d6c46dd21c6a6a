import { compareCodePoints } from '@securescan/model';
import { folderOf, joinPath } from './module-paths.ts';

export interface ConfigurationFile {
  /** Relative to the tree, with forward slashes. */
  readonly path: string;
  readonly text: string;
}

/** Files sorted for the questions that evaluating them asks. */
export interface ConfigurationTree {
  readonly texts: ReadonlyMap<string, string>;
  /** Configuration by folder; folders and files in order. */
  readonly configuration: ReadonlyMap<string, readonly ConfigurationFile[]>;
  /** By folder: files with values that are read without being named, later ones win. */
  readonly values: ReadonlyMap<string, readonly ConfigurationFile[]>;
}

const CONFIGURATION = /\.(?:tf|tofu)(?:\.json)?$/;
const AUTOMATIC_VALUES = /(?:^|\/)(?:terraform\.tfvars|[^/]*\.auto\.tfvars)(?:\.json)?$/;

/** Whether a file is Terraform configuration. */
export function isConfiguration(path: string): boolean {
  return CONFIGURATION.test(path);
}

export function createTree(files: readonly ConfigurationFile[]): ConfigurationTree {
  const sorted = files.toSorted((a, b) => compareCodePoints(a.path, b.path));
  const texts = new Map(sorted.map(({ path, text }) => [path, text]));
  // OpenTofu reads `main.tofu` instead of `main.tf` when both are there.
  const counts = ({ path }: ConfigurationFile): boolean =>
    isConfiguration(path) && (isTofu(path) || !texts.has(path.replace(/\.tf(?=(?:\.json)?$)/, '.tofu')));
  const byFolder = ({ path }: ConfigurationFile): string => folderOf(path);
  return {
    texts,
    configuration: Map.groupBy(sorted.filter(counts), byFolder),
    values: Map.groupBy(
      sorted.filter(({ path }) => AUTOMATIC_VALUES.test(path)).toSorted((a, b) => rank(a.path) - rank(b.path)),
      byFolder,
    ),
  };
}

function isTofu(path: string): boolean {
  return /\.tofu(?:\.json)?$/.test(path);
}

/** `terraform.tfvars` comes before the files that are read because of their names. */
function rank(path: string): number {
  return Number(!/(?:^|\/)terraform\.tfvars(?:\.json)?$/.test(path));
}

/** The folders with configuration that no other folder calls as a local module, in order; all when each is called. */
export function findRootModules(files: readonly ConfigurationFile[]): readonly string[] {
  return rootsOf(createTree(files));
}

export function rootsOf({ configuration }: ConfigurationTree): readonly string[] {
  const called = new Set<string>();
  for (const [folder, files] of configuration) {
    for (const { text } of files) {
      // A cheap look at the text is enough: what it takes for a call although it is none is read as a root in the end.
      for (const [, source = ''] of text.matchAll(/"?\bsource"?\s*[=:]\s*"(\.\.?(?:\/[^"\n$]*)?)"/g)) {
        const target = joinPath(folder, source);
        if (target !== null && target !== folder) called.add(target);
      }
    }
  }
  const folders = [...configuration.keys()].toSorted(compareCodePoints);
  const roots = folders.filter((folder) => !called.has(folder));
  return roots.length > 0 ? roots : folders;
}
