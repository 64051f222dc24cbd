import * as z from 'zod';
import { behaviourSetting } from './cluster.ts';
import { versionSetting } from './traffic.ts';

export const imageSetting = z
  .strictObject({ ...behaviourSetting.shape, ...versionSetting.shape })
  .describe('How pods of this image behave, and how they answer requests.');
export type ImageSetting = z.infer<typeof imageSetting>;
