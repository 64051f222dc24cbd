/** Response codes by which requests end where the version itself does not choose one. */
export const OK_CODE = '200';
/** Nobody listens, or there is nobody at all: what routers answer then. */
export const CONNECT_CODE = '503';
/** All places of a pod are taken. */
export const OVERLOAD_CODE = '503';
/** The caller gave up waiting. */
export const TIMEOUT_CODE = '504';
