/** Volume sources backed by a disk, a file system or a driver, as in k8s.io/api/core/v1 (v1.34). */
import { bool, int, kept, list, map, nullable, omit, pointer, quantity, struct, text } from './shape.ts';
import { localObjectReference } from './core-references.ts';

export const hostPathVolumeSource = struct({
  path: kept(text),
  type: pointer(text),
});

export const emptyDirVolumeSource = struct({
  medium: omit(text),
  sizeLimit: pointer(quantity),
});

export const gcePersistentDiskVolumeSource = struct({
  pdName: kept(text),
  fsType: omit(text),
  partition: omit(int),
  readOnly: omit(bool),
});

export const awsElasticBlockStoreVolumeSource = struct({
  volumeID: kept(text),
  fsType: omit(text),
  partition: omit(int),
  readOnly: omit(bool),
});

export const gitRepoVolumeSource = struct({
  repository: kept(text),
  revision: omit(text),
  directory: omit(text),
});

export const nfsVolumeSource = struct({
  server: kept(text),
  path: kept(text),
  readOnly: omit(bool),
});

export const iscsiVolumeSource = struct({
  targetPortal: kept(text),
  iqn: kept(text),
  lun: kept(int),
  iscsiInterface: omit(text),
  fsType: omit(text),
  readOnly: omit(bool),
  portals: omit(list(text)),
  chapAuthDiscovery: omit(bool),
  chapAuthSession: omit(bool),
  secretRef: pointer(localObjectReference),
  initiatorName: pointer(text),
});

export const glusterfsVolumeSource = struct({
  endpoints: kept(text),
  path: kept(text),
  readOnly: omit(bool),
});

export const persistentVolumeClaimVolumeSource = struct({
  claimName: kept(text),
  readOnly: omit(bool),
});

export const rbdVolumeSource = struct({
  monitors: nullable(list(text)),
  image: kept(text),
  fsType: omit(text),
  pool: omit(text),
  user: omit(text),
  keyring: omit(text),
  secretRef: pointer(localObjectReference),
  readOnly: omit(bool),
});

export const flexVolumeSource = struct({
  driver: kept(text),
  fsType: omit(text),
  secretRef: pointer(localObjectReference),
  readOnly: omit(bool),
  options: omit(map(text)),
});

export const cinderVolumeSource = struct({
  volumeID: kept(text),
  fsType: omit(text),
  readOnly: omit(bool),
  secretRef: pointer(localObjectReference),
});

export const cephFSVolumeSource = struct({
  monitors: nullable(list(text)),
  path: omit(text),
  user: omit(text),
  secretFile: omit(text),
  secretRef: pointer(localObjectReference),
  readOnly: omit(bool),
});

export const flockerVolumeSource = struct({
  datasetName: omit(text),
  datasetUUID: omit(text),
});

export const fcVolumeSource = struct({
  targetWWNs: omit(list(text)),
  lun: pointer(int),
  fsType: omit(text),
  readOnly: omit(bool),
  wwids: omit(list(text)),
});

export const azureFileVolumeSource = struct({
  secretName: kept(text),
  shareName: kept(text),
  readOnly: omit(bool),
});

export const vsphereVirtualDiskVolumeSource = struct({
  volumePath: kept(text),
  fsType: omit(text),
  storagePolicyName: omit(text),
  storagePolicyID: omit(text),
});

export const quobyteVolumeSource = struct({
  registry: kept(text),
  volume: kept(text),
  readOnly: omit(bool),
  user: omit(text),
  group: omit(text),
  tenant: omit(text),
});

export const azureDiskVolumeSource = struct({
  diskName: kept(text),
  diskURI: kept(text),
  cachingMode: pointer(text),
  fsType: pointer(text),
  readOnly: pointer(bool),
  kind: pointer(text),
});

export const photonPersistentDiskVolumeSource = struct({
  pdID: kept(text),
  fsType: omit(text),
});

export const portworxVolumeSource = struct({
  volumeID: kept(text),
  fsType: omit(text),
  readOnly: omit(bool),
});

export const scaleIOVolumeSource = struct({
  gateway: kept(text),
  system: kept(text),
  secretRef: nullable(localObjectReference),
  sslEnabled: omit(bool),
  protectionDomain: omit(text),
  storagePool: omit(text),
  storageMode: omit(text),
  volumeName: omit(text),
  fsType: omit(text),
  readOnly: omit(bool),
});

export const storageOSVolumeSource = struct({
  volumeName: omit(text),
  volumeNamespace: omit(text),
  fsType: omit(text),
  readOnly: omit(bool),
  secretRef: pointer(localObjectReference),
});

export const csiVolumeSource = struct({
  driver: kept(text),
  readOnly: pointer(bool),
  fsType: pointer(text),
  volumeAttributes: omit(map(text)),
  nodePublishSecretRef: pointer(localObjectReference),
});

export const imageVolumeSource = struct({
  reference: omit(text),
  pullPolicy: omit(text),
});
