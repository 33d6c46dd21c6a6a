/**
 * Rules of ours that the linter does not know, applied to the text of source files. Each names the alternative.
 * A line that must break one says why: `// allow(<rule id>): <reason>` on the line or the line above.
 */
export interface SourceRule {
  readonly id: string;
  readonly pattern: RegExp;
  readonly message: string;
  /** Folders below `packages/` in which the rule does not hold, since it is their work. */
  readonly except: readonly string[];
}

export const sourceRules: readonly SourceRule[] = [
  {
    id: 'ambient-time',
    pattern: /\bDate\.now\(|\bnew Date\(\)|\bperformance\.now\(/,
    message: 'time comes from the Clock port',
    // web: what people see is told in their time.
    except: ['host', 'testkit', 'web'],
  },
  {
    id: 'ambient-random',
    pattern: /\bMath\.random\(|\brandomUUID\(|\brandomBytes\(/,
    message: 'ids and randomness come from outside; derive ids from content where possible',
    except: ['host', 'cli', 'testkit'],
  },
  {
    id: 'ambient-environment',
    pattern: /\bprocess\.env\b(?!`)/,
    message: 'the environment is read in one file of each program',
    except: ['host', 'testkit'],
  },
  {
    id: 'locale',
    pattern: /\.localeCompare\(|\bIntl\.|\.toLocale\w+\(/,
    message: 'machine output does not depend on a locale; compare with compareCodePoints',
    // Screens are for people.
    except: ['web'],
  },
  {
    id: 'shell',
    pattern: /\bshell:\s*true\b|\bexecSync\(|(?<![.\w])exec\(/,
    message: 'programs are started with an argument array, never through a shell',
    except: [],
  },
  {
    id: 'unfinished',
    pattern: /\b(?:TODO|FIXME|XXX|HACK)\b/,
    message: 'finish it, or open an issue and leave it out',
    except: [],
  },
  {
    id: 'type-escape',
    pattern:
      /\bas any\b(?=[\s;,)\].]|$)|:\s*any(?=\s*(?:[;,)=\]|>&[]|$))|@ts-(?:ignore|nocheck|expect-error)|oxlint-disable|eslint-disable/,
    message: 'give it a type, or say beside it why that is impossible',
    except: [],
  },
];

const ALLOW = /allow\(([a-z-]+)\): \S/;

/** Lines of a source text that break a rule, as `line: message (rule)`. */
export function findRuleViolations(folder: string, source: string): readonly string[] {
  const lines = source.split('\n');
  const violations: string[] = [];
  lines.forEach((line, index) => {
    for (const rule of sourceRules) {
      if (rule.except.includes(folder) || !rule.pattern.test(line)) continue;
      const allowed = [line, lines[index - 1] ?? ''].some((text) => ALLOW.exec(text)?.[1] === rule.id);
      if (!allowed) violations.push(`${index + 1}: ${rule.message} (${rule.id})`);
    }
  });
  return violations;
}
