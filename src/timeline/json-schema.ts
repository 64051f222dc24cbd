import { z } from 'zod';
import { isJsonObject, type Json, type JsonObject } from '../api/json.ts';

/** JSON values as `JSON.parse` gives them: nothing inside is checked, and nothing is copied. */

export const json = z.custom<Json>().meta({ description: 'Any JSON value.' });

export const jsonObject = z.custom<JsonObject>(isJsonObject).meta({ type: 'object' });
