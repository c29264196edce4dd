/** Tests of the camera with the real native library and a fake device. */
@NullMarked
package uz.fiskaldesk.scan.camera;

import org.jspecify.annotations.NullMarked;
