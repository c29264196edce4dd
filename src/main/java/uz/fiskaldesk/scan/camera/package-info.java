/** The webcam: opens it, recovers it after failures, decodes its frames, and reports its state. */
@NullMarked
package uz.fiskaldesk.scan.camera;

import org.jspecify.annotations.NullMarked;
