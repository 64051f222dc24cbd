import { invalid } from '../../api/field-error.ts';
import type { AppMeshTrafficRouting } from '../../api/shape/traffic-routing.ts';
import { getCustom } from '../custom-objects.ts';
import { defineRouter } from '../definition.ts';
import { ENVOY_SERIES } from '../envoy.ts';
import { getReferenced, MissingReferenceError, namespaceOf, ROUTING } from '../referenced.ts';
import { head, labelLines, routingText, type WriteStub } from '../stub.ts';
import {
  APP_MESH_VIRTUAL_NODE,
  APP_MESH_VIRTUAL_ROUTER,
  APP_MESH_VIRTUAL_SERVICE,
  getVirtualRouterOf,
} from './objects.ts';
import { readRules } from './read.ts';
import { referencedVirtualRouter } from './validate.ts';
import { stableNodeHash, canaryNodeHash, AppMeshRouter } from './write.ts';

/** A VirtualService of App Mesh is carried out by a VirtualRouter. */
const virtualService: WriteStub = (request) => {
  const node = (side: string): string =>
    routingText(request, ['appMesh', 'virtualNodeGroup', `${side}VirtualNodeRef`, 'name'], `${side}-node`);
  return [
    ...head('appmesh.k8s.aws/v1beta2', request),
    'spec:',
    '  provider:',
    '    virtualRouter:',
    `      virtualRouterRef: {name: ${request.reference.name}}`,
    '---',
    ...head('appmesh.k8s.aws/v1beta2', request, 'VirtualRouter'),
    'spec:',
    '  listeners: [{portMapping: {port: 80, protocol: http}}]',
    '  routes:',
    `    - name: ${routingText(request, ['appMesh', 'virtualService', 'routes', 0], 'primary')}`,
    '      httpRoute:',
    '        match: {prefix: /}',
    '        action:',
    '          weightedTargets:',
    `            - {virtualNodeRef: {name: ${node('canary')}}, weight: 0}`,
    `            - {virtualNodeRef: {name: ${node('stable')}}, weight: 100}`,
  ];
};

const virtualNode: WriteStub = (request) => [
  ...head('appmesh.k8s.aws/v1beta2', request),
  'spec:',
  '  podSelector:',
  '    matchLabels:',
  ...labelLines(request.labels, 6),
  '  listeners: [{portMapping: {port: 80, protocol: http}}]',
];

const GROUP = 'appmesh.k8s.aws';
const NODES = ['appMesh', 'virtualNodeGroup'];

export const appMesh = defineRouter<AppMeshTrafficRouting>({
  name: 'app-mesh',
  label: 'AppMesh',
  inputFunctions: [stableNodeHash, canaryNodeHash],
  kinds: [APP_MESH_VIRTUAL_SERVICE, APP_MESH_VIRTUAL_ROUTER, APP_MESH_VIRTUAL_NODE],
  features: {},
  references: [
    {
      kind: 'VirtualService',
      group: GROUP,
      path: ['appMesh', 'virtualService', 'name'],
      required: true,
      stub: virtualService,
    },
    { kind: 'VirtualNode', path: [...NODES, 'canaryVirtualNodeRef', 'name'], stub: virtualNode },
    { kind: 'VirtualNode', path: [...NODES, 'stableVirtualNodeRef', 'name'], stub: virtualNode },
  ],
  series: ENVOY_SERIES,
  config: (routing) => routing.appMesh,
  needsServices: () => true,
  write: (context, config) => [new AppMeshRouter(context, config)],
  read: (world, { metadata: { namespace = '' } }, config) => readRules(world, namespace, config),
  // Source: rollout/controller.go getReferencedAppMeshResources.
  lookUp: (api, rollout, { virtualService: named }) => {
    const field = `${ROUTING}.appmesh.virtualService`;
    if (named === undefined) {
      throw new MissingReferenceError(invalid(field, null, 'must provide virtual-service').text);
    }
    const namespace = namespaceOf(rollout);
    const router = getReferenced(field, `${named.name}.${namespace}`, () =>
      getVirtualRouterOf(api, getCustom(api, APP_MESH_VIRTUAL_SERVICE, namespace, named.name)),
    );
    return [referencedVirtualRouter(router.object)];
  },
});
