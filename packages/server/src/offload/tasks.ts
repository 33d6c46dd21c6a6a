import type { Bom } from '@securescan/model';
import type { StoreLocation } from '@securescan/store';

/** Formats of reports, as the route names them. */
export type ReportFormat = 'html' | 'pdf' | 'sarif' | 'csv' | 'junit';
export type SbomFormat = 'cyclonedx' | 'spdx';

/** Work whose length grows with its input, done on a thread of its own. */
export type OffloadTask =
  | {
      readonly kind: 'report';
      readonly database: StoreLocation;
      readonly scanId: string;
      readonly format: ReportFormat;
      readonly productVersion: string;
      /** RFC 3339. */
      readonly now: string;
    }
  | { readonly kind: 'bom'; readonly path: string }
  | {
      readonly kind: 'sbom-document';
      readonly bom: Bom;
      readonly format: SbomFormat;
      readonly productVersion: string;
      readonly now: string;
    };

/** What each kind of task gives. */
export interface OffloadResults {
  readonly report: Uint8Array;
  readonly bom: { readonly bom: Bom; readonly notes: readonly string[] };
  readonly 'sbom-document': string;
}

/** What the thread sends: a result, or the code and sentence of an error. */
export type FromOffload =
  | { readonly result: OffloadResults[OffloadTask['kind']] }
  | { readonly error: { readonly code: string | null; readonly message: string } };
