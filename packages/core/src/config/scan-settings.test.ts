import { describe, expect, it } from 'vitest';
import { parseConfigOrThrow } from './parse.ts';
import { toScanSettings } from './scan-settings.ts';

describe('toScanSettings', () => {
  it('hands the options of single scanners on, and lays flags and environment over them', () => {
    const config = parseConfigOrThrow(
      'scanners: { trivy: { offline: true }, zap: { passive_only: true }, nmap: { targets: [10.0.0.0/8] } }\n',
      'c.yml',
    );
    const { scannerOptions } = toScanSettings(config, '/p', { zap: { address: 'http://127.0.0.1:1', apiKey: 'k' } });
    expect(scannerOptions).toMatchObject({
      trivy: { scanners: ['vuln'], skipDbUpdate: false, offline: true },
      zap: { address: 'http://127.0.0.1:1', apiKey: 'k', passiveOnly: true },
      nmapTargets: ['10.0.0.0/8'],
    });
  });

  it('leaves all of them at their defaults without a word about them', () => {
    const { scannerOptions } = toScanSettings(parseConfigOrThrow('scanners: { nmap: {} }\n', 'c.yml'), '/p');
    expect(scannerOptions.zap).toEqual({ address: 'http://127.0.0.1:8090', apiKey: '' });
    expect([scannerOptions.trivy, scannerOptions.nmapTargets]).toEqual([undefined, undefined]);
  });
});
