/** The camera, tested with the native library itself over a make-believe camera. */
@NullMarked
package uz.fiskaldesk.scan.camera;

import org.jspecify.annotations.NullMarked;
