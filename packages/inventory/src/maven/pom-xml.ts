import { toReading } from '../reading/component.ts';
import type { ManifestReader, Reading } from '../reading/types.ts';
import { getField } from '../reading/values.ts';
import { parseXml } from '../reading/xml.ts';
import { toEffectivePom } from './effective-pom.ts';
import { parsePomModel, type PomModel } from './pom-model.ts';

/** `pom.xml`: dependencies with properties and dependency management of the same file; `linkPoms` adds its parents'. */
export const pomXml: ManifestReader = {
  id: 'pom.xml',
  ecosystem: 'maven',
  kind: 'manifest',
  matches: (baseName) => baseName === 'pom.xml' || baseName.endsWith('.pom'),
  read(_path, text) {
    const parsed = parseXml(text, ['dependency', 'module', 'profile']);
    if (!parsed.ok) return parsed.failure;
    const project = getField(parsed.document, 'project');
    return project === undefined
      ? toReading({ problem: 'has no <project>' })
      : toPomReading(parsePomModel(project), []);
  },
};

/** Reading of a project model below its ancestors, nearest first. */
export function toPomReading(model: PomModel, ancestors: readonly PomModel[]): Reading {
  const { name, version, components } = toEffectivePom(model, ancestors);
  return toReading({ project: { name, version }, components, pom: model });
}
