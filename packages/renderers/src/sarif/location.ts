import type { Finding } from '@securescan/model';
import { endLineOf, lineOf, subjectOf } from '../finding/place.ts';
import { encodePath } from '../percent-encode.ts';
import type { Location, Region } from './model.ts';
import { messageText } from './text.ts';

/** Where a finding without a file is anchored: GitHub refuses results that have no file. */
const REPOSITORY_ROOT = '.';

function regionOf(finding: Finding): Region | null {
  const startLine = lineOf(finding);
  if (startLine === null) return null;
  const { column } = finding;
  return {
    startLine,
    ...(column !== null && column > 0 ? { startColumn: column } : {}),
    ...(finding.lineEnd !== null && finding.lineEnd > 0 ? { endLine: endLineOf(finding) ?? startLine } : {}),
  };
}

/** Location of a finding: its file and lines, or the repository and the name of what it is about. */
export function locationOf(finding: Finding): Location {
  const uri = finding.filePath === null ? '' : encodePath(finding.filePath);
  if (uri !== '') {
    const region = regionOf(finding);
    const artifactLocation = { uri, uriBaseId: '%SRCROOT%' } as const;
    return { physicalLocation: region === null ? { artifactLocation } : { artifactLocation, region } };
  }
  return {
    physicalLocation: {
      artifactLocation: { uri: REPOSITORY_ROOT, uriBaseId: '%SRCROOT%' },
      region: { startLine: 1 },
    },
    logicalLocations: [{ fullyQualifiedName: messageText(subjectOf(finding) ?? finding.scanner), kind: 'resource' }],
  };
}
