import * as fc from 'fast-check';
import { compareVersions } from '../../src/kubernetes/version-order';

describe('compareVersions', () => {
  test('sorts as Kubernetes does, the preferred version first', () => {
    const sorted = ['v10', 'v2', 'v1', 'v11beta2', 'v10beta3', 'v3beta1', 'v12alpha1', 'v11alpha2', 'foo1', 'foo10'];
    expect([...sorted].reverse().sort(compareVersions)).toEqual(sorted);
  });

  test('puts whatever is no Kubernetes version last, in alphabetical order', () => {
    expect(['v1beta', 'v1.2', 'zoo', 'v1alpha1', 'alpha'].sort(compareVersions)).toEqual(['v1alpha1', 'alpha', 'v1.2', 'v1beta', 'zoo']);
  });

  test('is a total order, whatever the versions', () => {
    const version = fc.oneof(fc.stringMatching(/^v[0-9]{1,3}((alpha|beta)[0-9]{1,2})?$/), fc.stringMatching(/^[a-z][a-z0-9]{0,8}$/));
    fc.assert(fc.property(fc.uniqueArray(version, { maxLength: 8 }), (versions) => {
      const sorted = [...versions].sort(compareVersions);
      expect([...versions].reverse().sort(compareVersions)).toEqual(sorted);
      sorted.forEach((a, i) => sorted.slice(i + 1).forEach((b) => {
        expect(compareVersions(a, b)).toBeLessThan(0);
        expect(compareVersions(b, a)).toBeGreaterThan(0);
      }));
    }));
  });

  test('compares numbers larger than a double holds', () => {
    expect(compareVersions('v90071992547409931', 'v90071992547409930')).toBeLessThan(0);
  });
});
