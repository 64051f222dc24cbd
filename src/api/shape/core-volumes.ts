/** Volumes of a pod, as in k8s.io/api/core/v1 (v1.34). */
import { type Infer, bool, int, kept, list, map, nullable, omit, pointer, quantity, struct, text } from './shape.ts';
import {
  keyToPath,
  localObjectReference,
  objectFieldSelector,
  resourceFieldSelector,
  typedLocalObjectReference,
  typedObjectReference,
} from './core-references.ts';
import {
  awsElasticBlockStoreVolumeSource,
  azureDiskVolumeSource,
  azureFileVolumeSource,
  cephFSVolumeSource,
  cinderVolumeSource,
  csiVolumeSource,
  emptyDirVolumeSource,
  fcVolumeSource,
  flexVolumeSource,
  flockerVolumeSource,
  gcePersistentDiskVolumeSource,
  gitRepoVolumeSource,
  glusterfsVolumeSource,
  hostPathVolumeSource,
  imageVolumeSource,
  iscsiVolumeSource,
  nfsVolumeSource,
  persistentVolumeClaimVolumeSource,
  photonPersistentDiskVolumeSource,
  portworxVolumeSource,
  quobyteVolumeSource,
  rbdVolumeSource,
  scaleIOVolumeSource,
  storageOSVolumeSource,
  vsphereVirtualDiskVolumeSource,
} from './core-volume-sources.ts';
import { labelSelector, objectMeta } from './meta.ts';

const secretVolumeSource = struct({
  secretName: omit(text),
  items: omit(list(keyToPath)),
  defaultMode: pointer(int),
  optional: pointer(bool),
});

const downwardAPIVolumeFile = struct({
  path: kept(text),
  fieldRef: pointer(objectFieldSelector),
  resourceFieldRef: pointer(resourceFieldSelector),
  mode: pointer(int),
});

const downwardAPIVolumeSource = struct({
  items: omit(list(downwardAPIVolumeFile)),
  defaultMode: pointer(int),
});

const configMapVolumeSource = struct({
  ...localObjectReference.fields,
  items: omit(list(keyToPath)),
  defaultMode: pointer(int),
  optional: pointer(bool),
});

const secretProjection = struct({
  ...localObjectReference.fields,
  items: omit(list(keyToPath)),
  optional: pointer(bool),
});

const downwardAPIProjection = struct({
  items: omit(list(downwardAPIVolumeFile)),
});

const configMapProjection = struct({
  ...localObjectReference.fields,
  items: omit(list(keyToPath)),
  optional: pointer(bool),
});

const serviceAccountTokenProjection = struct({
  audience: omit(text),
  expirationSeconds: pointer(int),
  path: kept(text),
});

const clusterTrustBundleProjection = struct({
  name: pointer(text),
  signerName: pointer(text),
  labelSelector: pointer(labelSelector),
  optional: pointer(bool),
  path: kept(text),
});

const podCertificateProjection = struct({
  signerName: omit(text),
  keyType: omit(text),
  maxExpirationSeconds: pointer(int),
  credentialBundlePath: omit(text),
  keyPath: omit(text),
  certificateChainPath: omit(text),
});

export const volumeProjection = struct({
  secret: pointer(secretProjection),
  downwardAPI: pointer(downwardAPIProjection),
  configMap: pointer(configMapProjection),
  serviceAccountToken: pointer(serviceAccountTokenProjection),
  clusterTrustBundle: pointer(clusterTrustBundleProjection),
  podCertificate: pointer(podCertificateProjection),
});

const projectedVolumeSource = struct({
  sources: nullable(list(volumeProjection)),
  defaultMode: pointer(int),
});

const volumeResourceRequirements = struct({
  limits: omit(map(quantity)),
  requests: omit(map(quantity)),
});

const persistentVolumeClaimSpec = struct({
  accessModes: omit(list(text)),
  selector: pointer(labelSelector),
  resources: kept(volumeResourceRequirements),
  volumeName: omit(text),
  storageClassName: pointer(text),
  volumeMode: pointer(text),
  dataSource: pointer(typedLocalObjectReference),
  dataSourceRef: pointer(typedObjectReference),
  volumeAttributesClassName: pointer(text),
});

export const persistentVolumeClaimTemplate = struct({
  metadata: kept(objectMeta),
  spec: kept(persistentVolumeClaimSpec),
});

const ephemeralVolumeSource = struct({
  volumeClaimTemplate: pointer(persistentVolumeClaimTemplate),
});

const volumeSource = struct({
  hostPath: pointer(hostPathVolumeSource),
  emptyDir: pointer(emptyDirVolumeSource),
  gcePersistentDisk: pointer(gcePersistentDiskVolumeSource),
  awsElasticBlockStore: pointer(awsElasticBlockStoreVolumeSource),
  gitRepo: pointer(gitRepoVolumeSource),
  secret: pointer(secretVolumeSource),
  nfs: pointer(nfsVolumeSource),
  iscsi: pointer(iscsiVolumeSource),
  glusterfs: pointer(glusterfsVolumeSource),
  persistentVolumeClaim: pointer(persistentVolumeClaimVolumeSource),
  rbd: pointer(rbdVolumeSource),
  flexVolume: pointer(flexVolumeSource),
  cinder: pointer(cinderVolumeSource),
  cephfs: pointer(cephFSVolumeSource),
  flocker: pointer(flockerVolumeSource),
  downwardAPI: pointer(downwardAPIVolumeSource),
  fc: pointer(fcVolumeSource),
  azureFile: pointer(azureFileVolumeSource),
  configMap: pointer(configMapVolumeSource),
  vsphereVolume: pointer(vsphereVirtualDiskVolumeSource),
  quobyte: pointer(quobyteVolumeSource),
  azureDisk: pointer(azureDiskVolumeSource),
  photonPersistentDisk: pointer(photonPersistentDiskVolumeSource),
  projected: pointer(projectedVolumeSource),
  portworxVolume: pointer(portworxVolumeSource),
  scaleIO: pointer(scaleIOVolumeSource),
  storageos: pointer(storageOSVolumeSource),
  csi: pointer(csiVolumeSource),
  ephemeral: pointer(ephemeralVolumeSource),
  image: pointer(imageVolumeSource),
});

export const volume = struct({
  name: kept(text),
  ...volumeSource.fields,
});
export type Volume = Infer<typeof volume>;
