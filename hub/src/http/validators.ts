import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';

type ValidatorCompiler = Parameters<FastifyInstance['setValidatorCompiler']>[0];

/**
 * Validators of requests, in the JSON Schema dialect of OpenAPI 3.1. A body has to fit as it is: nothing is converted or silently
 * dropped. Parts of an address are text by nature, so numbers and booleans are read from them.
 */
export function makeValidatorCompiler(): ValidatorCompiler {
  const common = { strict: true, strictTypes: false, strictRequired: false, strictTuples: false, useDefaults: true } as const;
  const forBody = withFormats(new Ajv2020({ ...common, coerceTypes: false }));
  const forAddress = withFormats(new Ajv2020({ ...common, coerceTypes: 'array' }));
  return ({ schema, httpPart }) => (httpPart === 'body' ? forBody : forAddress).compile(schema as object);
}

function withFormats(ajv: Ajv2020): Ajv2020 {
  addFormats(ajv);
  // Words of OpenAPI that say nothing about validity.
  ajv.addVocabulary(['example', 'xml', 'externalDocs', 'discriminator']);
  return ajv;
}
