import { funcOf, type Signature } from './types.ts';

/**
 * Signatures that the machine calls with type assertions; it calls others by reflection, whose errors read differently.
 *
 * Source: expr v1.15.5 vm/generated.go FuncTypes
 */
const DIRECT: ReadonlySet<string> = new Set([
  ...['func() time.Duration', 'func() time.Month', 'func() time.Time', 'func() time.Weekday', 'func() []uint8'],
  ...['func() []interface {}', 'func() bool', 'func() uint8', 'func() float64', 'func() int', 'func() int64'],
  ...['func() interface {}', 'func() map[string]interface {}', 'func() int32', 'func() string', 'func() uint'],
  ...['func() uint64', 'func(time.Duration) time.Duration', 'func(time.Duration) time.Time'],
  ...['func(time.Time) time.Duration', 'func(time.Time) bool', 'func([]interface {}, string) string'],
  ...['func([]string, string) string', 'func(bool) bool', 'func(bool) float64', 'func(bool) int'],
  ...['func(bool) string', 'func(float64) bool', 'func(float64) float64', 'func(float64) int'],
  ...['func(float64) string', 'func(int) bool', 'func(int) float64', 'func(int) int', 'func(int) string'],
  ...['func(int, int) int', 'func(int, int) string', 'func(int64) time.Time', 'func(string) []string'],
  ...['func(string) bool', 'func(string) float64', 'func(string) int', 'func(string) string'],
  ...['func(string, uint8) int', 'func(string, int) int', 'func(string, int32) int', 'func(string, string) bool'],
  ...['func(string, string) string', 'func(interface {}) bool', 'func(interface {}) float64'],
  ...['func(interface {}) int', 'func(interface {}) string', 'func(interface {}) interface {}'],
  ...['func(interface {}) []interface {}', 'func(interface {}) map[string]interface {}'],
  ...['func([]interface {}) interface {}', 'func([]interface {}) []interface {}'],
  ...['func([]interface {}) map[string]interface {}', 'func(interface {}, interface {}) bool'],
  ...['func(interface {}, interface {}) string', 'func(interface {}, interface {}) interface {}'],
  ...['func(interface {}, interface {}) []interface {}'],
]);

/** Whether arguments of this signature are given directly; the receiver of a method does not count. */
export function isDirectlyCalled({ parameters, results, variadic }: Signature): boolean {
  return !variadic && DIRECT.has(funcOf(parameters, results).text);
}
