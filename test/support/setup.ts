import { fixOutside } from './clock';
import { keylessSerializer } from './snapshot-serializer';

fixOutside(); // for what a test file builds while it loads
beforeEach(fixOutside);
expect.addSnapshotSerializer(keylessSerializer);
