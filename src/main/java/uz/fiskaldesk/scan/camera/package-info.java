/** The webcam: finds it, keeps it running while a receipt is wanted, reads its frames, and says what is wrong with it. */
@NullMarked
package uz.fiskaldesk.scan.camera;

import org.jspecify.annotations.NullMarked;
