import { expect, it } from 'vitest';
import { chooseDefaults, type ScannerView, toCommand, toFamilies } from './plan.ts';

const scanner = (name: string, scanType: string, available: boolean): ScannerView =>
  ({ name, scan_type: scanType, available }) as ScannerView;

it('knows which families can run, and chooses those that read the tree', () => {
  const families = toFamilies([
    scanner('secrets', 'code', true),
    scanner('bandit', 'code', false),
    scanner('checkov', 'iac', false),
    scanner('dast', 'dast', true),
  ]);
  expect(families.map(({ type, ready, missing }) => [type, ready.length, missing.length])).toEqual([
    ['code', 1, 1],
    ['dependency', 0, 0],
    ['iac', 0, 1],
    ['baseline', 0, 0],
    ['dast', 1, 0],
    ['network', 0, 0],
  ]);
  expect(chooseDefaults(families)).toEqual(['code']);
});

it.each([
  ['/srv/app', ['code', 'iac'], 'securescan scan /srv/app --type code --type iac'],
  ["/srv/it's $HOME", ['code'], String.raw`securescan scan '/srv/it'\''s $HOME' --type code`],
  ['', ['code'], null],
  ['/srv/app', ['dast'], null],
] as const)('%s is the command %j', (target, types, expected) => {
  expect(toCommand(target, [...types])).toBe(expected);
});
