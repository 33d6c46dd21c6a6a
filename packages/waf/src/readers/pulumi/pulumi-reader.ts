import { compareCodePoints } from '@securescan/model';
import type { ConfigurationFile } from '../../evaluate/configuration-tree.ts';
import { createSource } from '../../hcl/source-text.ts';
import { detectRegions } from '../../regions/detect-regions.ts';
import type { InfrastructureBlock } from '../../state/block.ts';
import { createProblems, type Problems } from '../data/problems.ts';
import { readYamlDocuments } from '../data/yaml-document.ts';
import type { Program } from '../program/program.ts';
import { readPython } from '../program/python.ts';
import { readTypeScript } from '../program/typescript.ts';
import type { Reader } from '../reader.ts';
import { programResources } from './program-resources.ts';
import { isPulumiProgram, yamlResources } from './yaml-resources.ts';

const SKIPPED_FOLDERS = /(?:^|\/)(?:\.venv|venv|__pycache__|site-packages|node_modules|\.git)\//;
const PYTHON = /\.py$/;
const SCRIPT = /\.(?:[cm]?ts|tsx|[cm]?js|jsx)$/;
const DECLARATIONS = /\.d\.[cm]?ts$/;
const YAML = /(?:^|\/)(?:Pulumi|Main)\.ya?ml$/;

/** Programs of Pulumi in Python, TypeScript, JavaScript and YAML, under the resource types of Terraform. */
export const pulumiReader: Reader = {
  id: 'pulumi',
  title: 'Pulumi',
  engines: ['pulumi'],
  accepts: (path) =>
    !SKIPPED_FOLDERS.test(path) &&
    (PYTHON.test(path) || YAML.test(path) || (SCRIPT.test(path) && !DECLARATIONS.test(path))),
  read: (files) => {
    const problems = createProblems();
    const own = files
      .filter(({ path }) => pulumiReader.accepts(path))
      .toSorted((a, b) => compareCodePoints(a.path, b.path));
    const programs = own.map((file) => readProgram(file, problems)).filter((program) => program !== undefined);
    const blocks: readonly InfrastructureBlock[] = [
      ...programResources(programs, problems),
      ...own.filter(({ path }) => YAML.test(path)).flatMap((file) => readYaml(file, problems)),
    ];
    return { blocks, regions: detectRegions(blocks), diagnostics: problems.list, files: own.length };
  },
};

function readProgram({ path, text }: ConfigurationFile, problems: Problems): Program | undefined {
  if (PYTHON.test(path)) return readPython(path, text, problems);
  return SCRIPT.test(path) ? readTypeScript(path, text, problems) : undefined;
}

function readYaml({ path, text }: ConfigurationFile, problems: Problems): readonly InfrastructureBlock[] {
  return readYamlDocuments(createSource(path, text), problems)
    .filter(isPulumiProgram)
    .flatMap((program) => yamlResources(program, problems));
}
