import { labelValueErrors, qualifiedNameErrors } from '../../../api/label-validation.ts';
import type { LabelSelector } from '../../../api/shape/meta.ts';
import { type FieldError, forbidden, invalid, invalidEach, required } from '../../../api/field-error.ts';

type Texts = Readonly<Record<string, string>>;

/** Names and values of labels. Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation ValidateLabels. */
export function validateLabels(labels: Texts | undefined, field: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...invalidEach(field, key, qualifiedNameErrors(key)),
    ...invalidEach(field, value, labelValueErrors(value)),
  ]);
}

/** Names of annotations, which may be written in capitals. Source: k8s.io/apimachinery/pkg/api/validation ValidateAnnotations. */
export function validateAnnotations(annotations: Texts | undefined, field: string): FieldError[] {
  return Object.keys(annotations ?? {}).flatMap((key) =>
    invalidEach(field, key, qualifiedNameErrors(key.toLowerCase())),
  );
}

type LabelSelectorRequirement = NonNullable<LabelSelector['matchExpressions']>[number];

/** Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelectorRequirement. */
function validateRequirement({ key, operator, values = [] }: LabelSelectorRequirement, field: string): FieldError[] {
  const errors: FieldError[] = [];
  switch (operator) {
    case 'In':
    case 'NotIn':
      if (values.length === 0) {
        errors.push(required(`${field}.values`, "must be specified when `operator` is 'In' or 'NotIn'"));
      }
      break;
    case 'Exists':
    case 'DoesNotExist':
      if (values.length > 0) {
        errors.push(forbidden(`${field}.values`, "may not be specified when `operator` is 'Exists' or 'DoesNotExist'"));
      }
      break;
    default:
      errors.push(invalid(`${field}.operator`, operator, 'not a valid selector operator'));
  }
  errors.push(...invalidEach(`${field}.key`, key, qualifiedNameErrors(key)));
  values.forEach((value, index) => {
    errors.push(...invalidEach(`${field}.values[${index}]`, value, labelValueErrors(value)));
  });
  return errors;
}

/** Source: k8s.io/apimachinery/pkg/apis/meta/v1/validation ValidateLabelSelector. */
export function validateLabelSelector(selector: LabelSelector, field: string): FieldError[] {
  return [
    ...validateLabels(selector.matchLabels, `${field}.matchLabels`),
    ...(selector.matchExpressions ?? []).flatMap((expression, index) =>
      validateRequirement(expression, `${field}.matchExpressions[${index}]`),
    ),
  ];
}
