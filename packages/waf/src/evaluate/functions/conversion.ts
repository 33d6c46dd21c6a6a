import { toBool, toList, toMap, toNumber, toSet, toText, typeName } from '../convert.ts';
import { bool, nullValue, string, type Value } from '../values.ts';
import { type FunctionTable, takesAny } from './function.ts';

function convert(run: (value: Value) => Value) {
  return takesAny(1, 1, ([value]) => run(value ?? nullValue()));
}

export const conversionFunctions: FunctionTable = {
  tobool: convert(toBool),
  tolist: convert(toList),
  tomap: convert(toMap),
  tonumber: convert(toNumber),
  toset: convert(toSet),
  tostring: convert(toText),
  type: convert((value) => (value.kind === 'unknown' ? value : string(typeName(value)))),
  sensitive: convert((value) => ({ ...value, sensitive: true })),
  nonsensitive: convert((value) => ({ ...value, sensitive: false })),
  issensitive: convert((value) => bool(value.sensitive)),
  ephemeralasnull: convert((value) => value),
};
