/** Object storage: results and previews, and signed URLs to them. */
package io.himar.storage.objects;
