import { expect, it } from 'vitest';
import { toRawFinding } from './map.ts';
import { ZapAlert } from './schema.ts';

const typical = {
  alert: 'SQL Injection',
  risk: 'High',
  confidence: 'Low',
  pluginId: '40018',
  method: 'POST',
  url: 'http://127.0.0.1:3000/login?next=%2Fhome#top',
  param: 'name',
  cweid: '89',
  description: 'd',
  solution: 's',
  evidence: 'x'.repeat(900),
};

function map(change: Record<string, unknown> = {}) {
  return toRawFinding(ZapAlert.parse({ ...typical, ...change }), 'http://127.0.0.1:3000/');
}

it('an alert is told apart by method, address and parameter', () => {
  expect(map()).toMatchObject({
    severity: 'high',
    title: 'SQL Injection',
    ruleId: 'zap-40018',
    cwe: 'CWE-89',
    confidence: 'low',
    identity: 'POST http://127.0.0.1:3000/login name',
    metadata: { url: 'http://127.0.0.1:3000/login?next=%2Fhome#top', evidence: 'x'.repeat(500) },
  });
  expect(map({ url: 'http://127.0.0.1:3000/login?next=other' }).identity).toBe(map().identity);
});

it.each([
  ['the word of the daemon', { risk: 'Informational' }, { severity: 'info' }],
  ['the number of a report', { riskcode: 2, risk: undefined }, { severity: 'medium' }],
  ['the other spelling of the plugin', { pluginId: undefined, pluginid: 10_021 }, { ruleId: 'zap-10021' }],
  ['no weakness', { cweid: '-1' }, { cwe: null }],
  ['a name only', { alert: undefined, name: 'Name' }, { title: 'Name' }],
])('an alert with %s', (_name, change, expected) => {
  expect(map(change)).toMatchObject(expected);
});
