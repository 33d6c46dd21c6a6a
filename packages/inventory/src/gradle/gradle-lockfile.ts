import { toComponent, toReading } from '../reading/component.ts';
import type { ManifestReader, ReadComponent } from '../reading/types.ts';

/** `gradle.lockfile`, `buildscript-gradle.lockfile` and the older files per configuration (`*.lockfile`). */
export const gradleLockfile: ManifestReader = {
  id: 'gradle.lockfile',
  ecosystem: 'maven',
  kind: 'lockfile',
  matches: (baseName) => baseName.endsWith('.lockfile') && !baseName.startsWith('.'),
  read(path, text) {
    const isBuildScript = path.slice(path.lastIndexOf('/') + 1).startsWith('buildscript');
    const components: ReadComponent[] = [];
    let unfit = 0;
    for (const line of text.split('\n').map((raw) => raw.trim())) {
      if (line === '' || line.startsWith('#') || line.startsWith('empty=')) continue;
      const [, group, name, version, list = ''] = /^([^:=\s]+):([^:=\s]+):([^:=\s]+)(?:=(.*))?$/.exec(line) ?? [];
      if (group === undefined || name === undefined || version === undefined) {
        unfit += 1;
        continue;
      }
      const configurations = list.split(',');
      const isTest = list !== '' && configurations.every((configuration) => /test/i.test(configuration));
      components.push(
        toComponent('maven', {
          group,
          name,
          version,
          scope: isBuildScript || isTest ? 'development' : 'required',
          anchor: `${group}:${name}:${version}`,
        }),
      );
    }
    return toReading({
      components,
      problem: unfit === 0 ? null : `${unfit} line(s) are not of the form “group:artifact:version=configurations”`,
    });
  },
};
