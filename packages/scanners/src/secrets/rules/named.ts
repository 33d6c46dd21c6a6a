import type { Severity } from '@securescan/model';
import type { SecretRule } from '../rule.ts';
import { assigned, specific } from '../rule.ts';

/** A value without a prefix of its own, assigned to a name that carries the vendor's. */
export interface NamedValue {
  readonly id: string;
  readonly name: string;
  readonly severity: Severity;
  /** Lower-case vendor names that begin the match. */
  readonly vendors: readonly string[];
  /** Regular expression source of the value. */
  readonly value: string;
  readonly docs: string;
  /** Value part of a sample that matches. */
  readonly example: string;
  readonly minEntropy?: number;
}

/** Rule for a value that only its name gives away. */
export function named(value: NamedValue): SecretRule {
  const [vendor = ''] = value.vendors;
  const variable = `${vendor.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')}_KEY`;
  return specific({
    id: value.id,
    name: value.name,
    severity: value.severity,
    keywords: value.vendors,
    pattern: assigned(value.vendors.join('|'), value.value),
    inWord: true,
    minEntropy: value.minEntropy ?? 3,
    docs: value.docs,
    mustMatch: [`${variable}=${value.example}`, `"${vendor}.token": "${value.example}"`],
    mustNotMatch: [`${variable}=${value.example.slice(0, 8)}`, `UNRELATED=${value.example}`],
  });
}
