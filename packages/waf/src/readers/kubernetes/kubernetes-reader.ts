import { compareCodePoints } from '@securescan/model';
import type { ConfigurationFile } from '../../evaluate/configuration-tree.ts';
import { createSource } from '../../hcl/source-text.ts';
import { Span } from '../../hcl/span.ts';
import { type DataNode, isMap } from '../data/data-node.ts';
import { readJsonDocument } from '../data/json-document.ts';
import { createProblems, fileStart, type Problems } from '../data/problems.ts';
import { readYamlDocuments } from '../data/yaml-document.ts';
import type { Reader } from '../reader.ts';
import { isManifest, type Manifest, manifestsOf, toBlock } from './manifest.ts';
import { createReferenceFinder } from './manifest-references.ts';

const SKIPPED_FOLDERS = /(?:^|\/)(?:\.git|node_modules|\.terraform)\//;
const ENDINGS = /\.(?:ya?ml|json)$/i;

/** Manifests of Kubernetes in YAML and JSON: each object is a resource of its kind. Other documents are passed over. */
export const kubernetesReader: Reader = {
  id: 'kubernetes',
  title: 'Kubernetes',
  engines: ['kubernetes'],
  accepts: (path) => !SKIPPED_FOLDERS.test(path) && ENDINGS.test(path),
  read: (files) => {
    const problems = createProblems();
    const own = files
      .filter(({ path }) => kubernetesReader.accepts(path))
      .toSorted((a, b) => compareCodePoints(a.path, b.path));
    const charts = chartsOf(own);
    const manifests: Manifest[] = [];
    let read = 0;
    for (const file of own) {
      // Of the many documents that are no manifests most are told apart without being parsed.
      if (!file.text.includes('apiVersion')) continue;
      const found = readFile(file, charts, problems);
      if (found === undefined || found.length > 0) read += 1;
      for (const manifest of found ?? []) manifests.push(manifest);
    }
    const referencesOf = createReferenceFinder(manifests);
    return {
      blocks: manifests.map((manifest) => toBlock(manifest, referencesOf(manifest))),
      regions: [],
      diagnostics: problems.list,
      files: read,
    };
  },
};

/** Folders of Helm charts with the templates below them. */
function chartsOf(files: readonly ConfigurationFile[]): readonly string[] {
  return files
    .filter(({ path }) => /(?:^|\/)Chart\.ya?ml$/.test(path))
    .map(({ path }) => `${path.slice(0, path.lastIndexOf('/') + 1)}templates/`);
}

/** Undefined when the file could not be read. */
function readFile(
  { path, text }: ConfigurationFile,
  charts: readonly string[],
  problems: Problems,
): readonly Manifest[] | undefined {
  const source = createSource(path, text);
  const braces = text.indexOf('{{');
  const own = createProblems();
  let documents: readonly DataNode[] = [];
  const isTemplate = braces !== -1 && charts.some((folder) => path.startsWith(folder));
  if (!isTemplate) {
    const json = path.toLowerCase().endsWith('.json') ? readJsonDocument(source, own) : undefined;
    documents = path.toLowerCase().endsWith('.json')
      ? [json].filter((one) => one !== undefined)
      : readYamlDocuments(source, own);
  }
  if (isTemplate || (braces !== -1 && own.list.length > 0)) {
    problems.error(
      'Not read: this is a Helm template. Render it first (`helm template`) and check what comes out.',
      braces === -1 ? fileStart(source) : new Span(source, braces, braces + 2),
    );
    return undefined;
  }
  for (const { message, span } of own.list) problems.error(message, span);
  const found = documents.filter(isMap).filter(isManifest).flatMap(manifestsOf);
  return found.length === 0 && own.list.length > 0 ? undefined : found;
}
