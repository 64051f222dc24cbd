import type { Time } from '../values/value.ts';
import { type CivilTime, civilOf, MONTHS, WEEKDAYS, weekdayOf, yearDayOf } from './calendar.ts';
import { layoutParts } from './layout.ts';

const pad = (value: number, width: number, filler = '0'): string => String(value).padStart(width, filler);

/** `+02:00` and its other forms; `Z…` elements write `Z` for UTC. */
function offsetText(element: string, offsetSeconds: number): string {
  if (element.startsWith('Z') && offsetSeconds === 0) return 'Z';
  const size = Math.abs(offsetSeconds);
  const colon = element.includes(':') ? ':' : '';
  const digits = element.replace(/[^0-9]/g, '').length;
  const minutes = digits > 2 ? colon + pad(Math.floor((size % 3600) / 60), 2) : '';
  const seconds = digits > 4 ? colon + pad(size % 60, 2) : '';
  return `${offsetSeconds < 0 ? '-' : '+'}${pad(Math.floor(size / 3600), 2)}${minutes}${seconds}`;
}

/** `.000` writes so many digits, `.999` leaves zeros at the end out. */
function fractionText(element: string, nanosecond: number): string {
  const digits = pad(nanosecond, 9).slice(0, element.length - 1);
  if (element[1] === '0') return `${element[0] ?? ''}${digits}`;
  const kept = digits.replace(/0+$/, '');
  return kept === '' ? '' : `${element[0] ?? ''}${kept}`;
}

/** The name of a zone; one without a name is shown by its offset. */
function zoneText(time: Time): string {
  return time.zone === '' ? offsetText('-0700', time.offsetSeconds) : time.zone;
}

function elementText(element: string, civil: CivilTime, time: Time): string {
  const hour12 = civil.hour % 12 === 0 ? 12 : civil.hour % 12;
  switch (element) {
    case '2006':
      return (civil.year < 0 ? '-' : '') + pad(Math.abs(civil.year), 4);
    case '06':
      return pad(civil.year % 100, 2);
    case 'January':
      return MONTHS[civil.month - 1] ?? '';
    case 'Jan':
      return (MONTHS[civil.month - 1] ?? '').slice(0, 3);
    case '1':
      return String(civil.month);
    case '01':
      return pad(civil.month, 2);
    case 'Monday':
      return WEEKDAYS[weekdayOf(civil)] ?? '';
    case 'Mon':
      return (WEEKDAYS[weekdayOf(civil)] ?? '').slice(0, 3);
    case '2':
      return String(civil.day);
    case '_2':
      return pad(civil.day, 2, ' ');
    case '02':
      return pad(civil.day, 2);
    case '__2':
      return pad(yearDayOf(civil), 3, ' ');
    case '002':
      return pad(yearDayOf(civil), 3);
    case '15':
      return pad(civil.hour, 2);
    case '3':
      return String(hour12);
    case '03':
      return pad(hour12, 2);
    case '4':
      return String(civil.minute);
    case '04':
      return pad(civil.minute, 2);
    case '5':
      return String(civil.second);
    case '05':
      return pad(civil.second, 2);
    case 'PM':
      return civil.hour >= 12 ? 'PM' : 'AM';
    case 'pm':
      return civil.hour >= 12 ? 'pm' : 'am';
    case 'MST':
      return zoneText(time);
    default:
      return /^[.,]/.test(element) ? fractionText(element, civil.nanosecond) : offsetText(element, time.offsetSeconds);
  }
}

/** An instant in a layout. Source: Go package time, Time.Format */
export function formatTime(time: Time, layout: string): string {
  const civil = civilOf(time.nanos, time.offsetSeconds);
  return layoutParts(layout)
    .map(({ element, text }) => (element === undefined ? text : text + elementText(element, civil, time)))
    .join('');
}

/** Source: Go package time, Time.String */
export function formatTimeDefault(time: Time): string {
  return formatTime(time, '2006-01-02 15:04:05.999999999 -0700 MST');
}
