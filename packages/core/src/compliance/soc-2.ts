import type { Framework } from './framework.ts';

/** SOC 2 2017 Trust Services Criteria. */
export const SOC_2: Framework = {
  id: 'soc2',
  name: 'SOC 2',
  version: '2017 Trust Services Criteria',
  tagPrefix: 'SOC2',
  controls: [
    {
      id: 'SOC2-CC6',
      name: 'Logical and Physical Access Controls',
      cwes: [250, 255, 264, 269, 276, 284, 285, 287, 306, 521, 522, 639, 732, 798, 862, 863],
      keywords: [
        'access control',
        'authentication',
        'authorization',
        'privilege',
        'credential',
        'hardcoded password',
        'least privilege',
        'MFA',
      ],
    },
    {
      id: 'SOC2-CC6.1',
      parent: 'SOC2-CC6',
      name: 'Logical access security',
      cwes: [255, 284, 285, 287, 306, 521, 522, 639, 798, 862, 863],
      keywords: ['access control', 'authentication', 'authorization', 'credential', 'hardcoded password', 'MFA'],
      rules: { bandit: ['B105', 'B106', 'B107'] },
    },
    {
      id: 'SOC2-CC7',
      name: 'System Operations',
      cwes: [117, 223, 532, 778],
      keywords: ['monitoring', 'logging', 'incident detection', 'vulnerability management'],
    },
    {
      id: 'SOC2-CC7.1',
      parent: 'SOC2-CC7',
      name: 'Detection of changes and vulnerabilities',
      cwes: [95],
      keywords: ['vulnerability management'],
      rules: { semgrep: ['*eval-detected'] },
    },
    {
      id: 'SOC2-CC8',
      name: 'Change Management',
      cwes: [],
      keywords: ['change management', 'code review', 'deployment'],
    },
    {
      id: 'SOC2-CC9',
      name: 'Risk Mitigation',
      cwes: [1035, 1104],
      keywords: ['risk assessment', 'vendor management', 'third party', 'vulnerability'],
    },
    {
      id: 'SOC2-C1',
      name: 'Confidentiality',
      cwes: [200, 311, 312, 319, 326, 327, 359, 497, 522, 532],
      keywords: [
        'confidential',
        'encryption',
        'data protection',
        'sensitive data',
        'PII',
        'data leak',
        'information disclosure',
      ],
    },
    {
      id: 'SOC2-A1',
      name: 'Availability',
      cwes: [],
      keywords: ['availability', 'backup', 'disaster recovery', 'redundancy', 'failover'],
    },
    {
      id: 'SOC2-PI1',
      name: 'Processing Integrity',
      cwes: [20, 74, 79, 89, 94, 502],
      keywords: ['input validation', 'data integrity', 'injection', 'data processing'],
    },
    {
      id: 'SOC2-P1',
      name: 'Privacy',
      cwes: [200, 359, 532],
      keywords: ['privacy', 'PII', 'personal data', 'GDPR', 'data subject', 'consent'],
    },
  ],
};
