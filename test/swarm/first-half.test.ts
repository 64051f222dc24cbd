import { testWorlds } from './test-worlds.ts';

testWorlds(0, 2);
