/** A licence recognised by a name that is not its identifier. */
export interface NamedLicence {
  readonly id: string;
  /** False when the name leaves the version or variant open: good enough to judge, not to be written down as fact. */
  readonly exact: boolean;
}

/** Lower case, without the words and marks that people add or leave out. */
function toPlain(text: string): string {
  return text
    .toLowerCase()
    .replace(/^license\s*::\s*(?:osi approved\s*::\s*)?/, '')
    .replaceAll(/[()"“”'‘’,;:_/-]+/g, ' ')
    .replaceAll(/\b(?:the|licen[cs]ed?|licen[cs]es|under|version|ver)\b\.?/g, ' ')
    .replaceAll(/\bv\.? ?(?=\d)/g, ' ')
    .replaceAll(/([a-z])v?(?=\d)/g, '$1 ')
    .replaceAll(/\s+/g, ' ')
    .trim();
}

const LATER = String.raw`(?: ?\+| (?:or|and|or any|and any) (?:later|newer|greater|above)(?: versions?)?)`;

interface Pattern {
  readonly expression: RegExp;
  readonly toLicence: (match: RegExpExecArray) => NamedLicence;
}

/** A GNU licence in its many spellings: `GNU General Public License v3 or later (GPLv3+)`, `LGPL 2.1`, `GPL`. */
function gnu(id: string, names: string, fallback: string): Pattern {
  const short = String.raw`(?:gnu )?(?:${names})(?: public)?`;
  return {
    expression: new RegExp(
      String.raw`^${short}(?: (\d(?:\.\d)*))?(${LATER})?( only)?(?: ${short}(?: (\d(?:\.\d)*))?(${LATER})?)?$`,
    ),
    toLicence([, long, laterLong, , repeated, laterShort]) {
      const version = long ?? repeated;
      const suffix = (laterLong ?? laterShort) === undefined ? 'only' : 'or-later';
      if (version === undefined) return { id: `${id}-${fallback}-or-later`, exact: false };
      const [major = '', minor = '0'] = version.split('.');
      return { id: `${id}-${major}.${minor}-${suffix}`, exact: true };
    },
  };
}

function fixed(expression: RegExp, id: string, exact = true): Pattern {
  return { expression, toLicence: () => ({ id, exact }) };
}

function versioned(expression: RegExp, toId: (version: string) => string, fallback: string): Pattern {
  return {
    expression,
    toLicence([, version]) {
      if (version === undefined) return { id: toId(fallback), exact: false };
      return { id: toId(version.includes('.') ? version : `${version}.0`), exact: true };
    },
  };
}

const PATTERNS: readonly Pattern[] = [
  gnu('AGPL', 'affero general public|affero gpl|affero|agpl', '3.0'),
  gnu('LGPL', 'lesser general public|library or lesser general public|library general public|lesser gpl|lgpl', '2.0'),
  gnu('GPL', 'general public|gpl', '1.0'),
  versioned(
    /^(?:asf |asl |apache)(?: ?software)?(?: foundation)?(?: (\d(?:\.\d)?))?(?: apache 2(?:\.0)?)?$/,
    (v) => `Apache-${v}`,
    '2.0',
  ),
  fixed(/^(?:asl|al) 2(?:\.0)?$/, 'Apache-2.0'),
  fixed(/^(?:mit|expat|mit x ?11|x ?11 mit|mit expat)(?: mit)?$/, 'MIT'),
  fixed(/^(?:isc|iscl|isc iscl|internet systems consortium)$/, 'ISC'),
  fixed(/^(?:new|modified|revised|3 clause|bsd 3|bsd 3 clause|bsd new)(?: bsd)?(?: 3 clause)?$/, 'BSD-3-Clause'),
  fixed(/^(?:simplified|freebsd|2 clause|bsd 2|bsd 2 clause)(?: bsd)?(?: 2 clause)?$/, 'BSD-2-Clause'),
  fixed(/^(?:bsd 0|bsd 0 clause|zero clause bsd|0 clause bsd|bsd zero clause)(?: .*)?$/, '0BSD'),
  fixed(/^(?:bsd|bsd like|bsd style)$/, 'BSD-3-Clause', false),
  versioned(/^(?:mozilla public|mpl)(?: (\d(?:\.\d)?))?(?: mpl \d(?:\.\d)?)?$/, (v) => `MPL-${v}`, '2.0'),
  versioned(/^(?:eclipse public|epl)(?: (\d(?:\.\d)?))?(?: epl(?: \d(?:\.\d)?)?)?$/, (v) => `EPL-${v}`, '2.0'),
  versioned(
    /^(?:european union public licence|european union public|eupl)(?: (\d\.\d))?(?: eupl \d\.\d)?$/,
    (v) => `EUPL-${v}`,
    '1.2',
  ),
  versioned(
    /^(?:common development and distribution|cddl)(?: (\d\.\d))?(?: cddl(?: \d\.\d)?)?$/,
    (v) => `CDDL-${v}`,
    '1.0',
  ),
  versioned(/^(?:academic free|afl)(?: (\d\.\d))?(?: afl)?$/, (v) => `AFL-${v}`, '3.0'),
  versioned(/^(?:zope public|zpl)(?: (\d\.\d))?(?: zpl)?$/, (v) => `ZPL-${v}`, '2.1'),
  versioned(/^artistic(?: (\d(?:\.\d)?))?$/, (v) => `Artistic-${v}`, '2.0'),
  versioned(/^(?:server side public|sspl)(?: (\d(?:\.\d)?))?(?: sspl)?$/, (v) => `SSPL-${v}`, '1.0'),
  versioned(/^(?:open software|osl)(?: (\d\.\d))?(?: osl(?: \d\.\d)?)?$/, (v) => `OSL-${v}`, '3.0'),
  versioned(/^elastic(?: (\d(?:\.\d)?))?$/, (v) => `Elastic-${v}`, '2.0'),
  fixed(/^(?:business source|busl|bsl)(?: 1\.1)?$/, 'BUSL-1.1', false),
  fixed(/^(?:boost software|boost|boost software 1\.0|boost software 1\.0 bsl 1\.0|bsl 1\.0)$/, 'BSL-1.0'),
  fixed(/^(?:python software foundation|psf|psfl|python)(?: \d(?:\.\d)*)?(?: psf)?$/, 'PSF-2.0', false),
  fixed(/^(?:unlicense|unlicense unlicense)$/, 'Unlicense'),
  fixed(/^(?:public domain|cc0|cc0 1\.0|cc 0 1\.0|cc0 1\.0 universal|cc 0 1\.0 universal.*)$/, 'CC0-1.0', false),
  fixed(/^(?:zlib|zlib libpng|libpng zlib)$/, 'Zlib'),
  fixed(/^(?:wtfpl|do what the fuck you want to public|do what fuck you want to public)(?: .*)?$/, 'WTFPL'),
  fixed(/^(?:historical permission notice and disclaimer|hpnd)(?: hpnd)?$/, 'HPND'),
  fixed(/^(?:university of illinois ncsa open source|ncsa)$/, 'NCSA'),
  fixed(/^universal permissive(?: upl)?(?: 1\.0)?$/, 'UPL-1.0'),
  fixed(/^mulan permissive software 2(?: mulanpsl 2(?:\.0)?)?$/, 'MulanPSL-2.0'),
  fixed(/^(?:cc by nc|creative commons.*non ?commercial).*$/, 'CC-BY-NC-4.0', false),
  fixed(
    /^(?:other proprietary|proprietary|commercial|commercial proprietary|all rights reserved|closed source)$/,
    'LicenseRef-Proprietary',
  ),
];

/** Openings of licence texts that packages paste into the field for the name. */
const OPENINGS: readonly (readonly [RegExp, NamedLicence])[] = [
  [/^\W*(?:the )?mit license|permission is hereby granted, free of charge/i, { id: 'MIT', exact: false }],
  [/^\s*apache license\s+version 2\.0/i, { id: 'Apache-2.0', exact: true }],
  [/^\s*gnu affero general public license\s+version 3/i, { id: 'AGPL-3.0-only', exact: false }],
  [/^\s*gnu lesser general public license\s+version 3/i, { id: 'LGPL-3.0-only', exact: false }],
  [/^\s*gnu lesser general public license\s+version 2\.1/i, { id: 'LGPL-2.1-only', exact: false }],
  [/^\s*gnu general public license\s+version 3/i, { id: 'GPL-3.0-only', exact: false }],
  [/^\s*gnu general public license\s+version 2/i, { id: 'GPL-2.0-only', exact: false }],
  [/^\s*mozilla public license version 2\.0/i, { id: 'MPL-2.0', exact: true }],
  [/redistribution and use in source and binary forms/i, { id: 'BSD-3-Clause', exact: false }],
];

const LONGEST_NAME = 120;
const OPENING_LENGTH = 1200;

/** Recognises a licence by a long or sloppy name, or by the opening of its text; null when it is neither. */
export function findNamedLicence(text: string): NamedLicence | null {
  const trimmed = text.trim();
  if (trimmed.length <= LONGEST_NAME) {
    const plain = toPlain(trimmed);
    for (const { expression, toLicence } of PATTERNS) {
      const match = expression.exec(plain);
      if (match) return toLicence(match);
    }
  }
  const opening = trimmed.slice(0, OPENING_LENGTH);
  if (opening.length < 60) return null;
  return OPENINGS.find(([expression]) => expression.test(opening))?.[1] ?? null;
}
