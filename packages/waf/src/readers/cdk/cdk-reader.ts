import { compareCodePoints } from '@securescan/model';
import type { ConfigurationFile } from '../../evaluate/configuration-tree.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { readTemplateFile, templateName } from '../cloudformation/cloudformation-reader.ts';
import { templateBlocks } from '../cloudformation/template.ts';
import { regionsInTexts } from '../cloudformation/template-regions.ts';
import { isMap } from '../data/data-node.ts';
import { createProblems, type Problems } from '../data/problems.ts';
import { readTypeScript } from '../program/typescript.ts';
import type { Reader } from '../reader.ts';
import { constructBlocks } from './constructs.ts';
import { manifestBlock, manifestRegions } from './manifest.ts';

const SKIPPED_FOLDERS = /(?:^|\/)(?:\.git|node_modules)\//;
const ASSEMBLY = /(?:^|\/)cdk\.out\//;
const TEMPLATE = /\.template\.json$/;
const MANIFEST = /(?:^|\/)manifest\.json$/;
const PROGRAM = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;

/** Programs of the AWS CDK in TypeScript or JavaScript, and the templates that it makes of them in `cdk.out`. */
export const cdkReader: Reader = {
  id: 'cdk',
  title: 'AWS CDK',
  engines: ['cdk'],
  accepts: (path) => !SKIPPED_FOLDERS.test(path) && (isProgram(path) || TEMPLATE.test(path) || isManifest(path)),
  read: (files, options = {}) => {
    const problems = createProblems();
    const own = files
      .filter(({ path }) => cdkReader.accepts(path))
      .toSorted((a, b) => compareCodePoints(a.path, b.path));
    const sources = own.filter(({ path }) => isProgram(path));
    const programs = sources
      .map(({ path, text }) => readTypeScript(path, text, problems))
      .filter((program) => program !== undefined);

    const manifests = own.filter(({ path }) => isManifest(path)).flatMap((file) => readTemplateFile(file, problems));
    const templates = chooseTemplates(own);
    const blocks = [
      ...constructBlocks(programs, problems),
      ...manifests.map(manifestBlock).filter((block) => block !== undefined),
      ...templates.flatMap((file) => readTemplate(file, problems, options.variables)),
    ];
    const regions = manifests.flatMap(manifestRegions);
    return {
      blocks,
      regions: regions.length > 0 ? regions : regionsInTexts(blocks),
      diagnostics: problems.list,
      files: sources.length + templates.length,
    };
  },
};

function isProgram(path: string): boolean {
  return PROGRAM.test(path) && !DECLARATIONS.test(path) && !ASSEMBLY.test(path);
}

function isManifest(path: string): boolean {
  return MANIFEST.test(path) && ASSEMBLY.test(path);
}

/** Templates of assemblies, those at the top first; without an assembly all that are called so. */
function chooseTemplates(files: readonly ConfigurationFile[]): readonly ConfigurationFile[] {
  const templates = files.filter(({ path }) => TEMPLATE.test(path));
  const assembled = templates.filter(({ path }) => ASSEMBLY.test(path));
  if (assembled.length === 0) return templates;
  const depth = ({ path }: ConfigurationFile): number => path.split('/').length;
  return assembled.toSorted((a, b) => depth(a) - depth(b) || compareCodePoints(a.path, b.path));
}

function readTemplate(
  file: ConfigurationFile,
  problems: Problems,
  variables: Readonly<Record<string, unknown>> | undefined,
): readonly InfrastructureBlock[] {
  return readTemplateFile(file, problems).flatMap((node) => {
    if (isMap(node)) {
      const given = variables === undefined ? {} : { variables };
      return templateBlocks(node, problems, { name: templateName(file.path), root: file.path, ...given });
    }
    problems.error('This is no template of CloudFormation: it is no map.', node.span);
    return [];
  });
}
