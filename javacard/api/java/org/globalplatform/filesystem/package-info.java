/** The master file that applets may share. Package AID A00000015106, version 1.0. */
package org.globalplatform.filesystem;
