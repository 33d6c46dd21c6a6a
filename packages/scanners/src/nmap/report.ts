import { XMLParser } from 'fast-xml-parser';
import { SecureScanError } from '@securescan/model';
import { excerpt } from '../tool-report/index.ts';
import { NmapReport } from './schema.ts';

const MAX_CHARACTERS = 128 * 1024 * 1024;

/**
 * Reads nmap's XML.
 * @throws SecureScanError E_TOOL_REPORT when it is no such XML, or when it declares entities
 */
export function parseNmapReport(xml: string): NmapReport {
  // nmap writes a document type without content; anything in it could only be an attack on us.
  if (/<!ENTITY|<!DOCTYPE[^>]*\[/i.test(xml)) {
    throw new SecureScanError('E_TOOL_REPORT', 'The nmap report declares entities, which nmap never does.', {
      details: { reason: 'EntitiesForbidden' },
    });
  }
  const parsed = xml.length > MAX_CHARACTERS ? null : NmapReport.safeParse(tryXml(xml));
  if (parsed?.success !== true) {
    throw new SecureScanError('E_TOOL_REPORT', `nmap wrote no XML report: ${excerpt(xml)}`, {
      details: { reason: 'NotXml' },
    });
  }
  return parsed.data;
}

function tryXml(xml: string): unknown {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '',
    parseAttributeValue: false,
    parseTagValue: false,
    htmlEntities: true, // numbers such as &#45;, which nmap writes for hyphens
    isArray: (name) => ['host', 'address', 'port'].includes(name),
  });
  try {
    return parser.parse(xml);
  } catch {
    return null; // the caller says what was expected
  }
}
