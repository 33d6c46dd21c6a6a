import type { RememberedTree } from '@securescan/core';
import type { RepoPath } from '@securescan/model';
import type { ConfigurationFile, ReaderId } from '@securescan/waf';
import { baseName, directoryOf, listNote } from '../tool-report/index.ts';
import { isConfiguration, manifestKind, mayBeManifest } from './files.ts';

const MAX_CONFIGURATION_BYTES = 4 * 1024 * 1024;
/** Manifests that people write are smaller; large JSON is data. */
const MAX_MANIFEST_BYTES = 1024 * 1024;
const MAX_READ_BY_CODE_BYTES = 256 * 1024;

/** The code of one kind in a tree, with whatever that code reads. */
export interface CodeOfKind {
  readonly reader: ReaderId;
  readonly files: readonly ConfigurationFile[];
}

export interface Infrastructure {
  readonly kinds: readonly CodeOfKind[];
  readonly notes: readonly string[];
}

/** Finds the infrastructure code of a tree: Terraform by names of files, the rest by what stands in them. */
export async function readInfrastructure(tree: RememberedTree, signal: AbortSignal): Promise<Infrastructure> {
  const unreadable: string[] = [];
  const charts: string[] = [];
  const chartFolders = tree.files
    .filter(({ path }) => baseName(path) === 'Chart.yaml')
    .map(({ path }) => `${directoryOf(path)}/templates/`.replace(/^\//, ''));
  const read = async (path: RepoPath, maxBytes: number): Promise<ConfigurationFile | null> => {
    signal.throwIfAborted();
    const text = await tree.readText(path, maxBytes);
    return text === null ? null : { path, text };
  };

  const terraform: ConfigurationFile[] = [];
  const byKind = { cloudformation: [] as ConfigurationFile[], kubernetes: [] as ConfigurationFile[] };
  for (const { path, size } of tree.files) {
    if (isConfiguration(path)) {
      const file = await read(path, MAX_CONFIGURATION_BYTES);
      if (file === null) unreadable.push(path);
      else terraform.push(file);
    } else if (mayBeManifest(path) && size <= MAX_MANIFEST_BYTES) {
      if (chartFolders.some((folder) => path.startsWith(folder))) {
        charts.push(directoryOf(path));
        continue;
      }
      const file = await read(path, MAX_MANIFEST_BYTES);
      const kind = file === null ? null : manifestKind(file.text);
      if (file !== null && kind !== null) byKind[kind].push(file);
    }
  }
  if (terraform.length > 0) {
    const isNamed = createNameCheck(terraform);
    for (const { path, size } of tree.files) {
      if (isConfiguration(path) || size > MAX_READ_BY_CODE_BYTES || !isNamed(path)) continue;
      const file = await read(path, MAX_READ_BY_CODE_BYTES);
      if (file !== null) terraform.push(file);
    }
  }
  const kinds: readonly CodeOfKind[] = [
    { reader: 'terraform', files: terraform },
    { reader: 'cloudformation', files: byKind.cloudformation },
    { reader: 'kubernetes', files: byKind.kubernetes },
  ];
  return {
    kinds: kinds.filter(({ files }) => files.length > 0),
    notes: [
      ...listNote(unreadable, (names) => `Too large or unreadable, so that WAF++ did not look at them: ${names}.`),
      ...listNote(charts, (names) => `Templates of Helm are judged only when they are rendered; left out: ${names}.`),
    ],
  };
}

/**
 * Whether Terraform code may read a file: values, and files whose names stand in the code, or all below it where a pattern
 * names them.
 */
function createNameCheck(configuration: readonly ConfigurationFile[]): (path: string) => boolean {
  const folders = [...new Set(configuration.map(({ path }) => directoryOf(path)))];
  const names = new Set(configuration.flatMap(({ text }) => text.match(/[\w.@-]+\.\w+/g) ?? []));
  const usesPatterns = configuration.some(({ text }) => /\bfileset\s*\(/.test(text));
  return (path) => {
    if (/\.tfvars(?:\.json)?$/.test(path)) return true;
    if (names.has(baseName(path))) return true;
    return usesPatterns && folders.some((folder) => folder === '' || path.startsWith(`${folder}/`));
  };
}
