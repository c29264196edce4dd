/** Updates: finds signed releases, downloads them and installs them for the user. */
@NullMarked
package uz.fiskaldesk.update;

import org.jspecify.annotations.NullMarked;
