import { compareCodePoints } from '@securescan/model';
import type { ConfigurationFile } from '../../evaluate/configuration-tree.ts';
import { createSource } from '../../hcl/source-text.ts';
import type { DataNode } from '../data/data-node.ts';
import { readJsonDocument } from '../data/json-document.ts';
import { createProblems, type Problems } from '../data/problems.ts';
import { readYamlDocuments } from '../data/yaml-document.ts';
import type { Reader } from '../reader.ts';
import { resolveShortForm } from './short-form.ts';
import { isTemplate, templateBlocks } from './template.ts';
import { regionsInTexts } from './template-regions.ts';

const SKIPPED_FOLDERS = /(?:^|\/)(?:\.git|node_modules)\//;
const ENDINGS = /\.(?:ya?ml|json|template)$/i;
const MARKS = ['AWSTemplateFormatVersion', 'Resources'];

/** Templates of CloudFormation in YAML and JSON. Other documents are passed over. */
export const cloudformationReader: Reader = {
  id: 'cloudformation',
  title: 'CloudFormation',
  engines: ['cloudformation'],
  accepts: (path) => !SKIPPED_FOLDERS.test(path) && ENDINGS.test(path),
  read: (files, options = {}) => {
    const problems = createProblems();
    const own = files
      .filter(({ path }) => cloudformationReader.accepts(path))
      // Of the many documents that are no templates most are told apart without being parsed.
      .filter(({ text }) => MARKS.some((mark) => text.includes(mark)))
      .toSorted((a, b) => compareCodePoints(a.path, b.path));
    let read = 0;
    const blocks = own.flatMap((file) => {
      const before = problems.list.length;
      const templates = readTemplateFile(file, problems).filter(isTemplate);
      if (templates.length > 0 || problems.list.length > before) read += 1;
      return templates.flatMap((template) =>
        templateBlocks(template, problems, {
          name: templateName(file.path),
          root: file.path,
          ...(options.variables === undefined ? {} : { variables: options.variables }),
        }),
      );
    });
    return { blocks, regions: regionsInTexts(blocks), diagnostics: problems.list, files: read };
  },
};

/** The documents of a template file; problems are reported. */
export function readTemplateFile({ path, text }: ConfigurationFile, problems: Problems): readonly DataNode[] {
  const source = createSource(path, text);
  if (!/\.json$/i.test(path) && (/\.ya?ml$/i.test(path) || !/^\uFEFF?\s*\{/.test(text)))
    return readYamlDocuments(source, problems, { resolveTag: resolveShortForm });
  return [readJsonDocument(source, problems)].filter((one) => one !== undefined);
}

/** The file's name without its last ending: `Demo.template` for `cdk.out/Demo.template.json`. */
export function templateName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
}
