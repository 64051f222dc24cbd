/** Security contexts of pods and containers, as in k8s.io/api/core/v1 (v1.34). */
import { bool, int, kept, list, omit, pointer, struct, text } from './shape.ts';

const capabilities = struct({
  add: omit(list(text)),
  drop: omit(list(text)),
});

const seLinuxOptions = struct({
  user: omit(text),
  role: omit(text),
  type: omit(text),
  level: omit(text),
});

const windowsSecurityContextOptions = struct({
  gmsaCredentialSpecName: pointer(text),
  gmsaCredentialSpec: pointer(text),
  runAsUserName: pointer(text),
  hostProcess: pointer(bool),
});

const seccompProfile = struct({
  type: kept(text),
  localhostProfile: pointer(text),
});

const appArmorProfile = struct({
  type: kept(text),
  localhostProfile: pointer(text),
});

export const securityContext = struct({
  capabilities: pointer(capabilities),
  privileged: pointer(bool),
  seLinuxOptions: pointer(seLinuxOptions),
  windowsOptions: pointer(windowsSecurityContextOptions),
  runAsUser: pointer(int),
  runAsGroup: pointer(int),
  runAsNonRoot: pointer(bool),
  readOnlyRootFilesystem: pointer(bool),
  allowPrivilegeEscalation: pointer(bool),
  procMount: pointer(text),
  seccompProfile: pointer(seccompProfile),
  appArmorProfile: pointer(appArmorProfile),
});

const sysctl = struct({
  name: kept(text),
  value: kept(text),
});

export const podSecurityContext = struct({
  seLinuxOptions: pointer(seLinuxOptions),
  windowsOptions: pointer(windowsSecurityContextOptions),
  runAsUser: pointer(int),
  runAsGroup: pointer(int),
  runAsNonRoot: pointer(bool),
  supplementalGroups: omit(list(int)),
  supplementalGroupsPolicy: pointer(text),
  fsGroup: pointer(int),
  sysctls: omit(list(sysctl)),
  fsGroupChangePolicy: pointer(text),
  seccompProfile: pointer(seccompProfile),
  appArmorProfile: pointer(appArmorProfile),
  seLinuxChangePolicy: pointer(text),
});
