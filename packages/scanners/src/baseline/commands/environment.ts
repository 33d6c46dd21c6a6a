import type { HostObservation } from '../finding.ts';

const SECRET_NAMES = ['API_KEY', 'SECRET', 'PASSWORD', 'TOKEN', 'PRIVATE_KEY', 'CREDENTIALS'] as const;
const MIN_LENGTH = 4;

/** Variables of this process whose names speak of secrets. Their values are never shown, not even in part. */
export function checkEnvironment(environment: Readonly<Record<string, string>>): readonly HostObservation[] {
  return Object.entries(environment)
    .filter(
      ([name, value]) => value.length >= MIN_LENGTH && SECRET_NAMES.some((word) => name.toUpperCase().includes(word)),
    )
    .map(([name, value]) => ({
      rule: 'ENV-001',
      title: `Potential secret in environment: ${name}`,
      description: `The variable holds ${value.length} characters. Every program started from here can read it, and so can whoever sees a dump of it.`,
      subject: name,
    }));
}
