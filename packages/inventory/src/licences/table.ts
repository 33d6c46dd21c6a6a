/** How far a licence reaches into a work that uses what it covers, from least to most restrictive. */
export const LICENCE_CATEGORIES = [
  'permissive',
  'weak-copyleft',
  'strong-copyleft',
  'network-copyleft',
  'non-commercial',
  'proprietary',
] as const;

export type LicenceCategory = (typeof LICENCE_CATEGORIES)[number];

/** Licences by category, without `-only`, `-or-later` and `+`. Identifiers of the SPDX list unless noted. */
const LICENCES: Readonly<Record<LicenceCategory, string>> = {
  permissive: `
    0BSD AAL Adobe-2006 AFL-1.1 AFL-2.0 AFL-2.1 AFL-3.0 Apache-1.0 Apache-1.1 Apache-2.0 Artistic-1.0 Artistic-1.0-Perl
    Artistic-2.0 Beerware Bitstream-Vera BlueOak-1.0.0 BSD-1-Clause BSD-2-Clause BSD-2-Clause-Patent BSD-2-Clause-Views
    BSD-3-Clause BSD-3-Clause-Attribution BSD-3-Clause-Clear BSD-3-Clause-LBNL BSD-4-Clause BSD-4-Clause-UC BSD-Source-Code
    BSL-1.0 bzip2-1.0.6 CC-BY-1.0 CC-BY-2.0 CC-BY-2.5 CC-BY-3.0 CC-BY-4.0 CC0-1.0 CC-PDDC CNRI-Python curl
    ECL-1.0 ECL-2.0 EFL-2.0 FSFAP FTL HPND ICU IJG ImageMagick Info-ZIP ISC JSON Libpng libpng-2.0 libtiff
    Linux-OpenIB MirOS MIT MIT-0 MIT-CMU MIT-Modern-Variant MIT-Wu MITNFA Minpack MulanPSL-1.0 MulanPSL-2.0 NAIST-2003 NCSA
    Net-SNMP NetCDF NIST-PD NTP ODC-By-1.0 OGC-1.0 OFL-1.0 OFL-1.1 OLDAP-2.8 OpenSSL PDDL-1.0 PHP-3.0 PHP-3.01 PostgreSQL
    PSF-2.0 Python-2.0 Python-2.0.1 Ruby SAX-PD SGI-B-2.0 SMLNJ Spencer-94 SunPro SWL TCL TCP-wrappers
    Unicode-3.0 Unicode-DFS-2015 Unicode-DFS-2016 Unicode-TOU Unlicense UPL-1.0 W3C W3C-19980720 W3C-20150513 WTFPL X11 Xnet
    XFree86-1.1 xpp Zend-2.0 Zlib zlib-acknowledgement ZPL-1.1 ZPL-2.0 ZPL-2.1`,
  'weak-copyleft': `
    APSL-1.0 APSL-1.1 APSL-1.2 APSL-2.0 CDDL-1.0 CDDL-1.1 CECILL-B CECILL-C CPAL-1.0 CPL-1.0 EPL-1.0 EPL-2.0 ErlPL-1.1 IPL-1.0
    LGPL-2.0 LGPL-2.1 LGPL-3.0 LGPLLR LPL-1.02 MPL-1.0 MPL-1.1 MPL-2.0 MPL-2.0-no-copyleft-exception MS-PL MS-RL NPL-1.0
    NPL-1.1 OSET-PL-2.1 SISSL SPL-1.0 wxWindows eCos-2.0 GFDL-1.1 GFDL-1.2 GFDL-1.3 CERN-OHL-W-2.0`,
  'strong-copyleft': `
    CC-BY-SA-1.0 CC-BY-SA-2.0 CC-BY-SA-2.5 CC-BY-SA-3.0 CC-BY-SA-4.0 CECILL-1.0 CECILL-1.1 CECILL-2.0 CECILL-2.1
    CERN-OHL-S-2.0 EUPL-1.0 EUPL-1.1 EUPL-1.2 GPL-1.0 GPL-2.0 GPL-3.0 LiLiQ-Rplus-1.1 NGPL ODbL-1.0 OSL-1.0 OSL-2.0 OSL-2.1
    QPL-1.0 Sleepycat Vim`,
  'network-copyleft': `
    AGPL-1.0 AGPL-3.0 OSL-3.0 RPL-1.1 RPL-1.5 SSPL-1.0 Watcom-1.0`,
  'non-commercial': `
    Aladdin CC-BY-NC-1.0 CC-BY-NC-2.0 CC-BY-NC-2.5 CC-BY-NC-3.0 CC-BY-NC-4.0 CC-BY-NC-ND-3.0 CC-BY-NC-ND-4.0 CC-BY-NC-SA-1.0
    CC-BY-NC-SA-2.0 CC-BY-NC-SA-2.5 CC-BY-NC-SA-3.0 CC-BY-NC-SA-4.0 Parity-7.0.0 PolyForm-Noncommercial-1.0.0
    PolyForm-Small-Business-1.0.0`,
  proprietary: `
    BUSL-1.1 CC-BY-ND-3.0 CC-BY-ND-4.0 Elastic-2.0 Hippocratic-2.1 LicenseRef-Proprietary
    LicenseRef-Commons-Clause`,
};

const ENTRIES = LICENCE_CATEGORIES.flatMap((category) =>
  LICENCES[category]
    .split(/\s+/)
    .filter((id) => id !== '')
    .map((id) => ({ id, category })),
);

/** Identifiers of the table as they are spelled. */
export const LICENCE_IDS: readonly string[] = ENTRIES.map(({ id }) => id);

const CATEGORY_BY_ID: ReadonlyMap<string, LicenceCategory> = new Map(
  ENTRIES.map(({ id, category }) => [id.toLowerCase(), category]),
);

/**
 * Exceptions that let a work link with covered code without taking over its licence.
 * @see https://spdx.org/licenses/exceptions-index.html
 */
const LINKING_EXCEPTIONS = new Set(
  `Autoconf-exception-2.0 Autoconf-exception-3.0 Autoconf-exception-generic Autoconf-exception-macro Bison-exception-1.24
  Bison-exception-2.2 Bootloader-exception Classpath-exception-2.0 CLISP-exception-2.0 eCos-exception-2.0 FLTK-exception
  Font-exception-2.0 freertos-exception-2.0 GCC-exception-2.0 GCC-exception-2.0-note GCC-exception-3.1 GNAT-exception
  GNU-compiler-exception gnu-javamail-exception GPL-3.0-linking-exception GPL-3.0-linking-source-exception
  LGPL-3.0-linking-exception Libtool-exception Linux-syscall-note LLVM-exception LZMA-exception mif-exception
  OCaml-LGPL-linking-exception OpenJDK-assembly-exception-1.0 Qt-GPL-exception-1.0 Qt-LGPL-exception-1.1
  Qwt-exception-1.0 SWI-exception Swift-exception u-boot-exception-2.0 WxWindows-exception-3.1`
    .split(/\s+/)
    .map((id) => id.toLowerCase()),
);

/** The identifier without what says which later versions may be chosen. */
export function toBaseId(id: string): string {
  return id.replace(/(?:-only|-or-later|\+)$/i, '');
}

/** Category of one licence, by its identifier; null when it is not in the table. */
export function findCategory(id: string): LicenceCategory | null {
  return CATEGORY_BY_ID.get(toBaseId(id).toLowerCase()) ?? null;
}

/** Whether an exception makes a copyleft licence stop at the covered files. */
export function isLinkingException(id: string): boolean {
  return LINKING_EXCEPTIONS.has(id.toLowerCase());
}
