/** The part of SARIF 2.1.0 that is written. @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */
interface Message {
  readonly text: string;
  readonly markdown?: string;
}

interface ArtifactLocation {
  readonly uri: string;
  readonly uriBaseId: '%SRCROOT%';
}

export interface Region {
  readonly startLine: number;
  readonly startColumn?: number;
  readonly endLine?: number;
}

export interface Location {
  readonly physicalLocation: { readonly artifactLocation: ArtifactLocation; readonly region?: Region };
  readonly logicalLocations?: readonly { readonly fullyQualifiedName: string; readonly kind: 'resource' }[];
}

export interface TaxonReference {
  readonly id: string;
  readonly toolComponent: { readonly name: 'CWE'; readonly index: 0 };
}

export interface Rule {
  readonly id: string;
  readonly name: string;
  readonly shortDescription: Message;
  readonly fullDescription: Message;
  readonly helpUri?: string;
  readonly help: Message;
  readonly defaultConfiguration: { readonly level: Level };
  readonly relationships?: readonly { readonly target: TaxonReference; readonly kinds: readonly ['superset'] }[];
  readonly properties: {
    readonly precision?: string;
    readonly 'security-severity': string;
    readonly tags: readonly string[];
  };
}

export type Level = 'error' | 'warning' | 'note';

export interface Suppression {
  readonly kind: 'inSource' | 'external';
  readonly status: 'accepted';
  readonly justification: string;
}

export interface Result {
  readonly ruleId: string;
  readonly ruleIndex: number;
  readonly level: Level;
  readonly message: Message;
  readonly locations: readonly Location[];
  readonly relatedLocations?: readonly Location[];
  readonly occurrenceCount?: number;
  readonly partialFingerprints?: Readonly<Record<string, string>>;
  readonly taxa?: readonly TaxonReference[];
  readonly suppressions?: readonly Suppression[];
  readonly properties: Readonly<Record<string, unknown>>;
}

export interface Notification {
  readonly descriptor: { readonly id: string; readonly index: number };
  readonly level: Level;
  readonly message: Message;
}
