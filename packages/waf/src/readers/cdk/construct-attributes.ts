import { bool, list, map, type MapValue, type Value } from '../../evaluate/values.ts';
import { snakeCase } from '../program/snake-case.ts';

/** Maps whose keys are data, not names of properties. */
const DATA = new Set(['environment', 'tags']);

/**
 * Properties of a construct under the names that Terraform has for them: `versioned` is `versioning.enabled`, and so on;
 * all others in snake case.
 */
export function constructAttributes(properties: MapValue): Map<string, Value> {
  const entries = new Map<string, Value>();
  for (const [name, value] of properties.entries) {
    const { span } = value;
    const within = (key: string, content = value): Value => map(new Map([[key, content]]), span);
    switch (name) {
      case 'versioned':
        entries.set('versioning', within('enabled'));
        break;
      case 'pointInTimeRecovery':
        entries.set('point_in_time_recovery', within('enabled'));
        break;
      case 'environment':
        entries.set('environment', within('variables'));
        break;
      case 'tracing':
        entries.set('tracing_config', within('mode'));
        break;
      case 'deadLetterQueue':
        entries.set('redrive_policy', bool(true, span));
        break;
      case 'timeToLiveAttribute':
        entries.set(
          'ttl',
          map(
            new Map([
              ['attribute_name', bool(true, span)],
              ['enabled', bool(true, span)],
            ]),
            span,
          ),
        );
        break;
      default:
        entries.set(snakeCase(name), DATA.has(name) ? value : snakeKeys(value));
    }
  }
  return entries;
}

/** The value with the keys of all maps in it in snake case, data excepted. */
export function snakeKeys(value: Value): Value {
  if (value.kind === 'list' || value.kind === 'set') return list(value.items.map(snakeKeys), value.span, value.kind);
  if (value.kind !== 'map' && value.kind !== 'object') return value;
  const entries = [...value.entries].map(
    ([name, item]) => [snakeCase(name), DATA.has(name) || name === 'variables' ? item : snakeKeys(item)] as const,
  );
  return map(new Map(entries), value.span, value.kind, value.rest);
}
