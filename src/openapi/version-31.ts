import type { OpenAPIObject } from '@nestjs/swagger';

/** Nest writes 3.0's `nullable`, which 3.1 has not: there, null is one of the types. */
export function toOpenApi31(document: OpenAPIObject): OpenAPIObject {
  return convert(document) as OpenAPIObject;
}

function convert(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(convert);
  if (typeof value !== 'object' || value === null) return value;
  const { nullable, ...rest } = value as Record<string, unknown>;
  const converted = Object.fromEntries(
    Object.entries(rest).map(([key, inner]) => [key, key.startsWith('example') ? inner : convert(inner)]),
  );
  if (typeof nullable === 'object') return { ...converted, nullable: convert(nullable) };
  return nullable === true ? withNull(converted) : converted;
}

function withNull(schema: Record<string, unknown>): Record<string, unknown> {
  const { type, enum: choices, allOf, $ref, ...rest } = schema;
  if (type !== undefined) {
    const withNullChoice = Array.isArray(choices) ? { enum: [...(choices as unknown[]), null] } : {};
    return { type: [type, 'null'], ...withNullChoice, ...rest };
  }
  const reference = $ref === undefined ? allOf : [{ $ref }];
  return { ...rest, anyOf: [...((reference ?? []) as unknown[]), { type: 'null' }] };
}
